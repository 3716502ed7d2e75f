<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * English texts.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['alert_minutes'] = 'Warn after (minutes)';
$string['alert_minutes_desc'] = 'The admins get a message when an event has waited for longer than this. They are told once a day at most.';
$string['alert_more'] = 'Details and remedies: {$a}';
$string['alert_subject'] = '{$a}: backend sync needs your attention';
$string['api_token'] = 'API token';
$string['api_token_desc'] = 'The token that the operator of the receiver gave you. It is stored encrypted and never shown. Leave the field empty to keep the stored one.';
$string['backend_sync:manage'] = 'Send events again and test the connection of backend sync';
$string['backend_sync:view'] = 'View the status of backend sync';
$string['backend_url'] = 'Receiver address';
$string['backend_url_desc'] = 'Where events are sent to, such as https://events.example.com. Only the address: the plugin adds the rest. Use https unless the receiver runs on this machine or in its own network.';
$string['check_delivery'] = 'Delivery of events to the backend';
$string['check_delivery_ok'] = 'Events get through.';
$string['column_eventid'] = 'Time';
$string['column_eventname'] = 'Event';
$string['column_howmany'] = 'Events';
$string['column_lasterror'] = 'Last error';
$string['column_newest'] = 'Newest event';
$string['column_status'] = 'Status';
$string['column_type'] = 'Type';
$string['column_user'] = 'User';
$string['debug_mode'] = 'Detailed log';
$string['debug_mode_desc'] = 'Writes the ID and type of each event that was sent to the log of the scheduled task, never its content.';
$string['enable_sync'] = 'Send events';
$string['enable_sync_desc'] = 'When this is off, nothing is recorded and nothing is sent: what happens in the meantime has to be backfilled.';
$string['error_blocked'] = 'Moodle\'s own HTTP security does not allow requests to {$a}. Under Site administration > General > Security > HTTP security, take all lines off "cURL blocked hosts list" that stand for its host, by name or by address (for a receiver on this machine: both 127.0.0.0/8 and localhost), and add its port to "cURL allowed ports list".';
$string['error_connect'] = 'No connection to {$a}: nothing answers at this address and port, or a firewall is in between.';
$string['error_host'] = 'The host of {$a} is not known: check the address for a typing error.';
$string['error_network'] = 'The request to {$a} failed on the network.';
$string['error_proxy'] = 'The proxy of this site (Site administration > Server > HTTP) is not known by its name.';
$string['error_timeout'] = '{$a} did not answer in time.';
$string['error_tls'] = 'No secure connection to {$a}: its certificate is not trusted by this server, has expired or is for another name.';
$string['error_tls_none'] = 'No secure connection to {$a}: the server there does not speak TLS as this one does. If it is on this machine or in its own network, the address may have to begin with http://.';
$string['error_url'] = '{$a} is no address of a server: it must begin with http:// or https://.';
$string['errors'] = 'Recent errors';
$string['event_backfill'] = 'Backfill';
$string['events'] = 'Events';
$string['events_desc'] = 'What is recorded and sent.';
$string['events_grade_deleted'] = 'Grades deleted';
$string['events_grade_updated'] = 'Grades';
$string['events_list'] = 'Events';
$string['events_none'] = 'No events.';
$string['events_user_created'] = 'Users created';
$string['events_user_deleted'] = 'Users deleted';
$string['events_user_enrolled'] = 'Enrolments and roles';
$string['events_user_unenrolled'] = 'Enrolments ended';
$string['events_user_updated'] = 'Users updated';
$string['filter_clear'] = 'Show all';
$string['filter_userid'] = 'User ID';
$string['forget'] = 'Backfill is done: forget this';
$string['forget_done'] = 'The warning is gone.';
$string['heading_choice'] = 'What is sent';
$string['heading_choice_desc'] = 'A change here holds for what happens from now on. For what was there before, run a backfill.';
$string['heading_delivery'] = 'Delivery';
$string['heading_receiver'] = 'Receiver';
$string['insecure'] = '{$a} is not encrypted (http): the token, names and grades can be read on their way. Use an https address.';
$string['item_kinds'] = 'Kinds of grade items';
$string['item_kinds_category'] = 'Category totals';
$string['item_kinds_course'] = 'Course totals';
$string['item_kinds_desc'] = 'The grades of which items are sent.';
$string['item_kinds_manual'] = 'Manual items';
$string['item_kinds_mod'] = 'Activities';
$string['keep_failed_days'] = 'Keep failed events (days)';
$string['keep_failed_days_desc'] = 'For as long as this they can be sent again from the status page. Events that wait are kept in any case.';
$string['keep_sent_days'] = 'Keep sent events (days)';
$string['keep_sent_days_desc'] = 'For as long as this they are listed on the status page.';
$string['lastsuccess'] = 'Last success';
$string['max_backoff'] = 'Longest pause (seconds)';
$string['max_backoff_desc'] = 'While the receiver is away, it is tried again after pauses that grow up to this. Events wait for as long as it takes and are not lost.';
$string['messageprovider:trouble'] = 'Delivery of events to the backend is in trouble';
$string['next_attempt'] = 'Attempts in vain: {$a->attempts}; next one: {$a->time}';
$string['number_invalid'] = 'Enter a whole number from {$a->min} to {$a->max}.';
$string['oldest'] = 'Oldest waiting event';
$string['pause'] = 'Pause';
$string['paused'] = 'Nothing is sent until {$a}';
$string['pluginname'] = 'Backend sync';
$string['privacy:outbox'] = 'Events that are to be sent to the receiver, were sent some days ago or failed.';
$string['privacy:outbox:attempts'] = 'How often it was sent in vain';
$string['privacy:outbox:contenthash'] = 'A fingerprint of what is sent, to tell changes';
$string['privacy:outbox:eventid'] = 'The ID of the event';
$string['privacy:outbox:eventname'] = 'What happened';
$string['privacy:outbox:eventtime'] = 'When it happened';
$string['privacy:outbox:eventtype'] = 'The type of the event';
$string['privacy:outbox:httpstatus'] = 'The status of the receiver\'s last answer';
$string['privacy:outbox:lasterror'] = 'What was wrong the last time';
$string['privacy:outbox:nextattempt'] = 'When it is tried again';
$string['privacy:outbox:objectid'] = 'The ID of the user, enrolment or grade';
$string['privacy:outbox:payload'] = 'What is sent: see the fields of the receiver';
$string['privacy:outbox:refusals'] = 'How often the receiver refused it';
$string['privacy:outbox:status'] = 'Whether it waits, was sent or failed';
$string['privacy:outbox:timecreated'] = 'When it was recorded';
$string['privacy:outbox:timeended'] = 'When it was sent or failed';
$string['privacy:outbox:userid'] = 'The user it is about';
$string['privacy:receiver'] = 'Users, enrolments and grades are sent to the receiver that is named in the settings, whenever they change.';
$string['privacy:receiver:city'] = 'The user\'s city';
$string['privacy:receiver:country'] = 'The user\'s country';
$string['privacy:receiver:courseid'] = 'The ID of the course';
$string['privacy:receiver:courseshortname'] = 'The short name of the course';
$string['privacy:receiver:deleted'] = 'Whether the user, enrolment or grade was deleted';
$string['privacy:receiver:email'] = 'The user\'s email address';
$string['privacy:receiver:feedback'] = 'The feedback to the grade';
$string['privacy:receiver:finalgrade'] = 'The grade';
$string['privacy:receiver:firstname'] = 'The user\'s first name';
$string['privacy:receiver:grademax'] = 'The largest grade of the item';
$string['privacy:receiver:grademin'] = 'The smallest grade of the item';
$string['privacy:receiver:grader'] = 'The ID of the user who graded';
$string['privacy:receiver:hidden'] = 'Whether the grade is hidden from the user';
$string['privacy:receiver:idnumber'] = 'The user\'s ID number';
$string['privacy:receiver:itemid'] = 'The ID of the grade item';
$string['privacy:receiver:itemmodule'] = 'The kind of activity';
$string['privacy:receiver:itemname'] = 'The name of the grade item';
$string['privacy:receiver:itemtype'] = 'The kind of grade item';
$string['privacy:receiver:lastname'] = 'The user\'s last name';
$string['privacy:receiver:phone1'] = 'The user\'s phone number';
$string['privacy:receiver:roleid'] = 'The role that counts most in the course';
$string['privacy:receiver:roleids'] = 'The user\'s roles in the course';
$string['privacy:receiver:scale'] = 'The words of the item\'s scale';
$string['privacy:receiver:status'] = 'Whether the enrolment is active or suspended';
$string['privacy:receiver:suspended'] = 'Whether the user is suspended';
$string['privacy:receiver:timecreated'] = 'When it was created';
$string['privacy:receiver:timeend'] = 'When the enrolment ends';
$string['privacy:receiver:timemodified'] = 'When it was changed';
$string['privacy:receiver:timestart'] = 'When the enrolment begins';
$string['privacy:receiver:userid'] = 'The user\'s ID';
$string['privacy:receiver:username'] = 'The user\'s username';
$string['resend'] = 'Send again';
$string['resend_done'] = 'Events that are sent again: {$a}';
$string['resendall'] = 'Send all failed events again ({$a})';
$string['retry_attempts'] = 'Attempts after a refusal';
$string['retry_attempts_desc'] = 'How often an event is sent again that the receiver refuses, before it is marked as failed. While the receiver is away it is tried without an end.';
$string['roles'] = 'Roles';
$string['roles_desc'] = 'Only enrolments of users with one of these roles are sent. Choose none for all. Users and grades are sent whatever their roles are.';
$string['secret_invalid'] = 'The secret must be one line.';
$string['secret_notset'] = 'Not set';
$string['secret_remove'] = 'Remove the stored value';
$string['secret_set'] = 'Set: leave empty to keep it';
$string['secretunreadable'] = 'The setting "{$a}" cannot be read, since it was encrypted with the key of another site or the key is lost. Enter it again.';
$string['sendnow'] = 'Try now';
$string['sendnow_done'] = 'Cron sends the waiting events in a moment.';
$string['settings'] = 'Backend sync settings';
$string['signing_secret'] = 'Signing secret';
$string['signing_secret_desc'] = 'If the operator of the receiver gave you one, each event is signed with it. It is stored encrypted and never shown. Leave the field empty to keep the stored one.';
$string['status'] = 'Backend sync status';
$string['status_failed'] = 'Failed';
$string['status_sent'] = 'Sent';
$string['status_waiting'] = 'Waiting';
$string['task_clean_up'] = 'Remove events that were sent or failed long ago';
$string['task_resend'] = 'Send the grades of an item or course that was changed';
$string['task_send_events'] = 'Send events that wait';
$string['task_send_soon'] = 'Send events right after they happened';
$string['tenant_id'] = 'Tenant ID';
$string['tenant_id_desc'] = 'The name of your school at the receiver, as its operator told you.';
$string['tenant_invalid'] = 'Use small letters a to z, digits and hyphens, at most 63 of them, and begin with a letter or a digit.';
$string['test'] = 'Test connection';
$string['test_access_address'] = 'The receiver accepts no requests from the address of this server: ask its operator to allow it. ({$a})';
$string['test_access_badsecret'] = 'The receiver accepts the token, but not the signature: the signing secret is not the one it has for this tenant.';
$string['test_access_badtoken'] = 'The receiver does not know the API token, or it is not one of the tenant "{$a}". Check both with its operator.';
$string['test_access_failed'] = 'The receiver could not look at the token now ({$a}). Try again later; events wait in the meantime.';
$string['test_access_nosecret'] = 'The receiver accepts the token, but wants signed events: set the signing secret that its operator gave you.';
$string['test_access_ok'] = 'The receiver accepts the token. It does not ask for signatures.';
$string['test_access_older'] = 'The receiver accepts the token. It is an older one: whether the signature is right shows only with the first event.';
$string['test_access_rate'] = 'The receiver gets too many requests from this site now ({$a}). Try again in a minute.';
$string['test_access_refused'] = 'The receiver refused the test: {$a}. Show this to its operator.';
$string['test_access_secretunused'] = 'The receiver accepts the token, but does not check signatures, although a signing secret is set here. Ask its operator to set the same secret there.';
$string['test_access_unknown'] = 'The receiver answered in a way that does not tell whether it accepts the token ({$a}). The first event will show.';
$string['test_access_verified'] = 'The receiver accepts the token and the signature.';
$string['test_again'] = 'Test again';
$string['test_desc'] = 'Saves the settings and tries whether the receiver takes events with them. Nothing is stored there.';
$string['test_network_ok'] = 'A server answers.';
$string['test_receiver_busy'] = 'The receiver is there, but cannot take events now ({$a}). They wait in the meantime.';
$string['test_receiver_ok'] = 'It is a receiver of events.';
$string['test_receiver_other'] = 'Something else answers at {$a->url} (HTTP {$a->status}): check the address and the port.';
$string['test_receiver_redirect'] = '{$a->url} leads to another address (HTTP {$a->status}), which is not followed. Enter the other address; often it is the same with https.';
$string['test_result_error'] = 'The receiver cannot be used with these settings yet.';
$string['test_result_ok'] = 'The receiver takes the events of this site.';
$string['test_result_warning'] = 'The connection works, but there is something to know.';
$string['test_save'] = 'Save and test connection';
$string['test_security_ok'] = 'Moodle\'s HTTP security allows requests to it.';
$string['test_settings_ok'] = 'The address is {$a->url}, the tenant is "{$a->tenant}", and a token is set.';
$string['test_skipped'] = 'Not tested, since something before it does not work.';
$string['test_status_error'] = 'Does not work';
$string['test_status_ok'] = 'In order';
$string['test_status_skipped'] = 'Not tested';
$string['test_status_warning'] = 'To know';
$string['test_step_access'] = 'Token and signature';
$string['test_step_network'] = 'Network';
$string['test_step_receiver'] = 'Receiver';
$string['test_step_security'] = 'HTTP security';
$string['test_step_settings'] = 'Settings';
$string['test_token_missing'] = 'The API token is not set. Enter the one that the operator of the receiver gave you.';
$string['test_url_missing'] = 'The receiver address is not set.';
$string['time_ago'] = '{$a->time} ({$a->age} ago)';
$string['timeout'] = 'Timeout (seconds)';
$string['timeout_desc'] = 'How long an answer of the receiver is waited for. Nobody\'s page waits: events are sent by cron.';
$string['trouble_away'] = 'The receiver takes no events at the moment ({$a}). They wait and are sent when it is back.';
$string['trouble_cron'] = 'Events wait, and the scheduled task "Send events that wait" has not run for ten minutes: see whether cron runs on this server.';
$string['trouble_failed'] = 'Events that the receiver refused for good: {$a}. See the errors on the status page, have the cause mended and send them again.';
$string['trouble_history'] = 'The history of grades is off (disablegradehistory): changes of feedback and of the visibility of grades are not noticed, as Moodle has no events for them. Switch the history on, or run a backfill of grades regularly.';
$string['trouble_off'] = 'Sending is off: nothing is recorded and nothing is sent. Switch it on in the settings, then run a backfill for what happened in the meantime.';
$string['trouble_queue'] = 'Events wait for too long: {$a->waiting} wait, the oldest one since {$a->since}. {$a->reason}';
$string['trouble_queue_noreason'] = 'Check whether cron runs, and test the connection.';
$string['trouble_record'] = 'Events could not be recorded, the last time on {$a}; the server\'s error log says why. To send what is missing, run on the server:';
$string['trouble_refused'] = 'The receiver does not accept this site ({$a}). Check the token, the tenant and the signing secret in the settings with its operator, and test the connection.';
$string['trouble_task'] = 'The scheduled task "Send events that wait" is disabled: no event gets through reliably. Enable it under Site administration > Server > Tasks > Scheduled tasks.';
$string['trouble_token'] = 'The API token is not set, so no event is sent. Enter it in the settings.';
$string['type_grade_updated'] = 'Grade';
$string['type_user_created'] = 'User created';
$string['type_user_enrolled'] = 'Enrolment';
$string['type_user_updated'] = 'User updated';
$string['url_credentials'] = 'The address must not hold a user name or password.';
$string['url_invalid'] = 'Enter the address of a server that begins with http:// or https://.';
$string['url_toolong'] = 'Enter only the address of the server: the plugin adds the rest itself.';
$string['user_id'] = 'ID {$a}';
