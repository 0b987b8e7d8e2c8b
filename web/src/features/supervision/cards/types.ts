import type { Card } from "../wallboard";

export interface CardProps {
  card: Card;
}
