import ALargeSmall from "lucide-solid/icons/a-large-small"
import ArrowDown from "lucide-solid/icons/arrow-down"
import ArrowLeft from "lucide-solid/icons/arrow-left"
import ArrowRight from "lucide-solid/icons/arrow-right"
import AtSign from "lucide-solid/icons/at-sign"
import Bell from "lucide-solid/icons/bell"
import BellOff from "lucide-solid/icons/bell-off"
import Bold from "lucide-solid/icons/bold"
import Bot from "lucide-solid/icons/bot"
import Check from "lucide-solid/icons/check"
import ChevronDown from "lucide-solid/icons/chevron-down"
import ChevronRight from "lucide-solid/icons/chevron-right"
import CircleAlert from "lucide-solid/icons/circle-alert"
import Clock from "lucide-solid/icons/clock"
import Code from "lucide-solid/icons/code"
import Copy from "lucide-solid/icons/copy"
import Download from "lucide-solid/icons/download"
import Ellipsis from "lucide-solid/icons/ellipsis"
import Smile from "lucide-solid/icons/face-slightly-smiling"
import SmilePlus from "lucide-solid/icons/face-slightly-smiling-plus"
import FileText from "lucide-solid/icons/file-text"
import Hash from "lucide-solid/icons/hash"
import Italic from "lucide-solid/icons/italic"
import Keyboard from "lucide-solid/icons/keyboard"
import Link from "lucide-solid/icons/link"
import List from "lucide-solid/icons/list"
import Lock from "lucide-solid/icons/lock"
import LogOut from "lucide-solid/icons/log-out"
import MessageSquare from "lucide-solid/icons/message-square"
import Reply from "lucide-solid/icons/message-square-reply"
import Monitor from "lucide-solid/icons/monitor"
import Pencil from "lucide-solid/icons/pencil"
import Pin from "lucide-solid/icons/pin"
import Plus from "lucide-solid/icons/plus"
import Quote from "lucide-solid/icons/quote"
import RotateCw from "lucide-solid/icons/rotate-cw"
import Search from "lucide-solid/icons/search"
import Send from "lucide-solid/icons/send-horizontal"
import Settings from "lucide-solid/icons/settings"
import SquarePen from "lucide-solid/icons/square-pen"
import Terminal from "lucide-solid/icons/terminal"
import Trash from "lucide-solid/icons/trash"
import UserPlus from "lucide-solid/icons/user-plus"
import Users from "lucide-solid/icons/users"
import WifiOff from "lucide-solid/icons/wifi-off"
import X from "lucide-solid/icons/x"
import ZoomIn from "lucide-solid/icons/zoom-in"
import type { Component } from "solid-js"

const all = {
  ZoomIn,
  RotateCw,
  FileText,
  ALargeSmall,
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  AtSign,
  Bell,
  BellOff,
  Bold,
  Bot,
  Check,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  Clock,
  Code,
  Copy,
  Ellipsis,
  Hash,
  Italic,
  Keyboard,
  Link,
  List,
  Lock,
  LogOut,
  MessageSquare,
  Monitor,
  Pencil,
  Pin,
  Plus,
  Quote,
  Reply,
  Search,
  Send,
  Settings,
  Smile,
  SmilePlus,
  SquarePen,
  Terminal,
  Trash,
  UserPlus,
  Users,
  WifiOff,
  X,
  Download,
}

export type IconName = keyof typeof all

/** An icon beside words, or inside a button that has a label: never alone. */
export const Icon: Component<{ name: IconName }> = (props) => {
  const Part = all[props.name]
  return <Part class="i" aria-hidden="true" />
}

/** The keycap. */
export const Mark: Component<{ class?: string }> = (props) => (
  <svg class={props.class} viewBox="0 0 32 32" aria-hidden="true">
    <path fill="#b5482b" d="M3 18h26v4.500c0 4.600-2.900 7.500-7.500 7.500h-11C5.900 30 3 27.100 3 22.500z" />
    <path
      fill="#f4734f"
      d="M10.500 2h6.200c1.900 0 2.500 1.500 1.700 3.100-1.500 3-2.100 6-1.700 9.100.1.700.9.700 1.100.1 1-3.300 2.700-6.200 5.100-8.600 1.100-1.100 2.400-1.300 3.600-.4A7 7 0 0 1 29 11v7.500c0 4.600-2.900 7.500-7.500 7.500h-11C5.900 26 3 23.100 3 18.500v-9C3 4.900 5.900 2 10.500 2z"
    />
  </svg>
)
