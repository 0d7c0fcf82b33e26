-- The change of right ?2 of role ?1 that waits for a decision.
SELECT id FROM right_change WHERE role = ?1 AND "right" = ?2 AND state = 'requested'
