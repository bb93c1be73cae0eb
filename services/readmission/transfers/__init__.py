"""From acceptance to hand-over: the planned transfer, the escort sheet, the hand-over record, costs."""
