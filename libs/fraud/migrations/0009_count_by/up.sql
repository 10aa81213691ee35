-- Legs of one checkout are one purchase: a rule may count them once.
ALTER TABLE rule ADD COLUMN count_by TEXT NOT NULL DEFAULT 'payment' CHECK (count_by IN ('payment', 'checkout'));

-- NULL: a payment of its own, or one that was read before this column was.
ALTER TABLE payment_window ADD COLUMN checkout_id UUID;

-- All that judging reads comes from this index alone.
DROP INDEX payment_window_by_sender;
CREATE INDEX payment_window_by_sender ON payment_window (sender_id, event_time_us, payment_id)
  INCLUDE (amount, currency, checkout_id) WHERE counted;
