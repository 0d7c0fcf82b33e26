-- Where the trail says itself that it begins anew, newest first. The condition is that of the index audit_epoch.
SELECT seq, arguments FROM audit WHERE verb IN ('backup.restore', 'audit.accept') ORDER BY seq DESC
