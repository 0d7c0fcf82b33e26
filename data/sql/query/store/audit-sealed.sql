-- The newest sealed row.
SELECT a.seq, coalesce (a.hash, s.hash)
  FROM audit a LEFT JOIN audit_seal s ON s.seq = a.seq
  WHERE coalesce (a.hash, s.hash) IS NOT NULL
  ORDER BY a.seq DESC LIMIT 1
