import { Gate } from "./gate.tsx"

/** An address that leads nowhere. */
export const Lost = () => (
  <Gate title="There is nothing at this address" lead="The link may be cut short.">
    <a class="btn btn-wide" href="/app">
      Go to the app
    </a>
  </Gate>
)

/** Inside a workspace: what is missing, and the way back. */
export const Missing = (props: { onBack: () => void; onSearch: () => void }) => (
  <main class="main" aria-labelledby="title">
    <div class="blank">
      <h1 id="title">There is nothing at this address</h1>
      <p>The channel or message was removed, or you are not in it.</p>
      <div class="pop-tools">
        <button class="btn" type="button" onClick={props.onSearch}>
          Jump to…
        </button>
        <button class="btn btn-primary" type="button" onClick={props.onBack}>
          Go back
        </button>
      </div>
    </div>
  </main>
)
