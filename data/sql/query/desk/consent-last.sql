-- The newest decision of customer ?1 for purpose ?2.
SELECT state FROM consent WHERE customer = ?1 AND purpose = ?2 ORDER BY id DESC LIMIT 1
