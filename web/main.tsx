import { Navigate, Route, Router } from "@solidjs/router"
import { lazy } from "solid-js"
import { render } from "solid-js/web"
import { wanted } from "./actions/session.ts"
import { startLook } from "./look.ts"
import { startTheme } from "./theme.ts"
import { AppView } from "./views/app.tsx"
import { Lost } from "./views/missing.tsx"

startTheme()
startLook()

const SignIn = lazy(() => import("./views/sign-in.tsx"))
const SetUp = lazy(() => import("./views/setup.tsx"))
const Invite = lazy(() => import("./views/invite.tsx"))

const root = document.getElementById("app")
if (!root) throw new Error("The page has no place for the app.")

render(
  () => (
    <Router>
      <Route path="/" component={() => <Navigate href={wanted()} />} />
      <Route path="/sign-in" component={SignIn} />
      <Route path="/setup" component={SetUp} />
      <Route path="/invite" component={Invite} />
      <Route path="/app/:workspace?/:target?/:section?" component={AppView} />
      <Route path="*" component={Lost} />
    </Router>
  ),
  root,
)
