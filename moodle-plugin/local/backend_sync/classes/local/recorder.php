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
 * Runs the observers so that they never disturb what they observe.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use core\event\base;
use local_backend_sync\task\send_soon;
use Throwable;

/**
 * Records, and reports a failure to do so instead of passing it on.
 */
final class recorder {
    /** @var bool whether cron will be told at the end of this request */
    private static $kicks = false;

    /**
     * Runs the work of an observer.
     *
     * @param base|string $what the event, or in words what happened, without personal data
     * @param callable $work writes to the outbox
     */
    public static function record(base|string $what, callable $work): void {
        try {
            if (!settings::is_enabled()) {
                return;
            }
            $work();
            self::kick();
        } catch (Throwable $e) {
            self::give_up_transaction($e);
            if (is_string($what)) {
                self::note_failure($what, $e);
            } else {
                self::make_good($what, $e);
            }
        }
    }

    /**
     * Sees to it that a transaction cannot be committed of which the database has taken back all that was written. It does so with whom
     * it chooses of two that wait for each other. Moodle does not pass on what an observer throws, so whoever opened the
     * transaction would believe that all is there.
     *
     * @param Throwable $e
     */
    private static function give_up_transaction(Throwable $e): void {
        global $DB;
        $islocked = $e instanceof \dml_exception && preg_match('/deadlock|lock wait/i', (string)($e->error ?? '') . $e->debuginfo);
        // PostgreSQL takes back the one statement, as Moodle sets a point before each.
        if (!$islocked || !$DB->is_transaction_started() || $DB->get_dbfamily() === 'postgres') {
            return;
        }
        try {
            $DB->start_delegated_transaction()->rollback($e);
        } catch (Throwable $rolledback) {
            // From here on the outer one can only be rolled back, and says so loudly.
            return;
        }
    }

    /**
     * Lets cron compare the user of an event that could not be recorded.
     *
     * @param base $event
     * @param Throwable $e
     */
    private static function make_good(base $event, Throwable $e): void {
        $what = "$event->eventname of object $event->objectid";
        $userid = (int)$event->relateduserid ?: ($event->objecttable === 'user' ? (int)$event->objectid : 0);
        try {
            if ($userid) {
                due::add(look::USER, $userid);
                self::log($what, $e);
                return;
            }
        } catch (Throwable $again) {
            self::note_failure($what, $again);
            return;
        }
        self::note_failure($what, $e);
    }

    /**
     * Asks cron to send soon, once in a request and after it, so that neither its transaction nor its answer waits for that.
     */
    private static function kick(): void {
        if (self::$kicks || PHPUNIT_TEST) {
            return;
        }
        self::$kicks = true;
        \core_shutdown_manager::register_function([send_soon::class, 'queue']);
    }

    /**
     * Forgets failures, since a backfill has made good for them.
     */
    public static function forget_failures(): void {
        unset_config('firstrecordfailure', 'local_backend_sync');
        unset_config('lastrecordfailure', 'local_backend_sync');
    }

    /**
     * Notes for the admin that something is missing in the outbox; a backfill makes good for it.
     *
     * @param string $what in words, without personal data
     * @param Throwable $e
     */
    public static function note_failure(string $what, Throwable $e): void {
        self::log($what, $e);
        try {
            set_config('lastrecordfailure', clock::seconds(), 'local_backend_sync');
            // From here on a backfill has to look.
            if (!get_config('local_backend_sync', 'firstrecordfailure')) {
                set_config('firstrecordfailure', clock::seconds(), 'local_backend_sync');
            }
        } catch (Throwable $e) {
            // The database is away; the log has it.
            return;
        }
    }

    /**
     * Writes a failure to the server's log.
     *
     * @param string $what in words, without personal data
     * @param Throwable $e
     */
    private static function log(string $what, Throwable $e): void {
        // The message may quote data, so it is left out.
        $text = get_class($e) . ' at ' . basename($e->getFile()) . ':' . $e->getLine();
        // phpcs:ignore moodle.PHP.ForbiddenFunctions.FoundWithAlternative
        error_log("local_backend_sync could not record $what: $text");
    }
}
