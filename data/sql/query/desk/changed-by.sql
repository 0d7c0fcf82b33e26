-- What was done at ?2 (UTC ms) by staff member ?3 after the audit row ?1.
SELECT verb FROM audit WHERE seq > ?1 AND at = ?2 AND coalesce (staff, 0) = ?3 ORDER BY seq DESC LIMIT 1
