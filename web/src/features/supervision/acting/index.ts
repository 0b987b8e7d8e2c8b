/** Puts leaders' actions into the wallboard: at each agent's row, and the raised hands above the cards. */
import { slots } from "../slots";
import { HandsStrip } from "./HandsStrip";
import { RowActions } from "./RowActions";

slots.rowActions = RowActions;
slots.strip = HandsStrip;
