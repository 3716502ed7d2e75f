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
 * Tells the admins that delivery is in trouble.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Sends a message to the admins when somebody has to do something: events wait too long, the receiver refuses the token, or events
 * failed or could not be recorded.
 */
final class alert {
    /** @var string[] the troubles that are told */
    private const TOLD = ['moved', 'refused', 'other', 'queue', 'record', 'due', 'failed'];

    /** @var int seconds until the same trouble is told again */
    private const INTERVAL = DAYSECS;

    /**
     * Looks whether there is something to tell.
     */
    public static function check(): void {
        $now = clock::seconds();
        $new = [];
        foreach (troubles::now() as $trouble) {
            $told = (int)get_config('local_backend_sync', "told_$trouble->name");
            if (in_array($trouble->name, self::TOLD, true) && $trouble->since > $told && $told <= $now - self::INTERVAL) {
                $new[] = $trouble->name;
            }
        }
        if (!$new) {
            return;
        }
        // Before the sending: a mail server that is away must not make it a message a minute.
        foreach ($new as $name) {
            set_config("told_$name", $now, 'local_backend_sync');
        }
        foreach (get_admins() as $admin) {
            self::tell($admin, $new);
        }
    }

    /**
     * Tells an admin in the admin's language.
     *
     * @param \stdClass $admin
     * @param string[] $names of troubles
     */
    private static function tell(\stdClass $admin, array $names): void {
        $language = force_current_language($admin->lang);
        try {
            $texts = [];
            foreach (troubles::now() as $trouble) {
                if (in_array($trouble->name, $names, true)) {
                    $texts[] = trim("$trouble->text\n$trouble->command");
                }
            }
            $url = new \moodle_url('/local/backend_sync/status.php');
            $more = get_string('alert_more', 'local_backend_sync', $url->out(false));
            $message = new \core\message\message();
            $message->component = 'local_backend_sync';
            $message->name = 'trouble';
            $message->userfrom = \core_user::get_noreply_user();
            $message->userto = $admin;
            $message->subject = get_string('alert_subject', 'local_backend_sync', format_string(get_site()->shortname));
            $message->fullmessage = implode("\n\n", $texts) . "\n\n" . $more;
            $message->fullmessageformat = FORMAT_PLAIN;
            $message->fullmessagehtml = text_to_html(s(implode("\n\n", $texts)))
                . \html_writer::tag('p', \html_writer::link($url, get_string('status', 'local_backend_sync')));
            $message->smallmessage = $texts[0] ?? '';
            $message->notification = 1;
            $message->contexturl = $url->out(false);
            $message->contexturlname = get_string('status', 'local_backend_sync');
            message_send($message);
        } finally {
            force_current_language($language);
        }
    }
}
