-- Beside the policy of clients, never instead of it: a restrictive policy can only take rows away.
CREATE POLICY only_for ON thing AS RESTRICTIVE TO gateway_app USING (only_for IS NULL
  OR only_for = ANY ((SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ','))::uuid[]));
CREATE POLICY only_for ON timeline AS RESTRICTIVE TO gateway_app USING (only_for IS NULL
  OR only_for = ANY ((SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ','))::uuid[]));

GRANT SELECT, UPDATE ON view_status TO gateway_app, gateway_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO gateway_app, gateway_system;
-- A rebuild forgets the watermarks and what was parked: it comes again, in its order.
GRANT TRUNCATE ON thing, timeline, link, move_count TO gateway_system;
GRANT DELETE ON inbox, parked TO gateway_system;
