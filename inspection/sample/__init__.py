"""The sample of inspections: invented orders and plans over the sample's institutions."""
