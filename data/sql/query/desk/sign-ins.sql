-- Attempts to sign in among the newest ?1 audit rows, newest first.
SELECT at, arguments
  FROM audit
 WHERE seq > (SELECT max (seq) FROM audit) - ?1 AND verb = 'staff.sign-in'
 ORDER BY seq DESC
