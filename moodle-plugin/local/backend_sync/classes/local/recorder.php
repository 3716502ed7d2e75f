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
            self::note_failure(is_string($what) ? $what : "$what->eventname of object $what->objectid", $e);
        }
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
        // The message may quote data, so it is left out.
        $text = get_class($e) . ' at ' . basename($e->getFile()) . ':' . $e->getLine();
        // phpcs:ignore moodle.PHP.ForbiddenFunctions.FoundWithAlternative
        error_log("local_backend_sync could not record $what: $text");
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
}
