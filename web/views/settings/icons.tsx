import Bell from "lucide-solid/icons/bell"
import Bot from "lucide-solid/icons/bot"
import Building from "lucide-solid/icons/building"
import Hash from "lucide-solid/icons/hash"
import Inbox from "lucide-solid/icons/inbox"
import Laptop from "lucide-solid/icons/laptop"
import Palette from "lucide-solid/icons/palette"
import Plug from "lucide-solid/icons/plug"
import Scroll from "lucide-solid/icons/scroll-text"
import Slash from "lucide-solid/icons/square-slash"
import User from "lucide-solid/icons/user"
import UserPlus from "lucide-solid/icons/user-plus"
import Users from "lucide-solid/icons/users"
import Webhook from "lucide-solid/icons/webhook"

const all = { Bell, Building, Hash, Bot, Inbox, Laptop, Palette, Plug, Scroll, Slash, User, UserPlus, Users, Webhook }
export type PageIcon = keyof typeof all

/** An icon beside the name of a page. */
export const PageMark = (props: { name: PageIcon }) => {
  const Part = all[props.name]
  return <Part class="i" aria-hidden="true" />
}
