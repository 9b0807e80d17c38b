"""Pure: every amount, every "may it", every "must it be asked". No database, no words."""
