-- How often staff member ?1 exported since ?2 (UTC ms), with personal data in full if ?3 is 1.
SELECT count (*) FROM export_run WHERE staff = ?1 AND at >= ?2 AND is_personal >= ?3
