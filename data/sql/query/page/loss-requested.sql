-- Losses that a manager has to confirm, the oldest first.
SELECT id FROM deal WHERE loss_requested_at > 0 ORDER BY loss_requested_at, id LIMIT ?1
