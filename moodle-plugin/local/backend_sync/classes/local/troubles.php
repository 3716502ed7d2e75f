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
 * Everything that is wrong with the delivery.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use local_backend_sync\task\send_events;

/**
 * Looks for what is wrong, for the status page, Moodle's own status report and the messages to the admins alike. Makes no request.
 */
final class troubles {
    /** @var int seconds without a run of the task, which is to run every minute */
    private const LATE = 600;

    /** @var int attempts to compare something after which somebody should know */
    private const DUE_ATTEMPTS = 3;

    /**
     * What is wrong now.
     *
     * @return trouble[] what is serious first
     */
    public static function now(): array {
        if (settings::is_switched_on() && site::state() !== site::CONFIRMED) {
            $iscopy = site::state() === site::COPY;
            $address = site::confirmed_address();
            $troubles = [$iscopy ? self::minor('copy', $address) : self::serious('moved', $address)];
        } else if (settings::is_enabled()) {
            $troubles = self::of_settings();
            // With wrong settings there is nothing to be said of the receiver.
            if (!array_filter($troubles, fn(trouble $trouble) => $trouble->isserious)) {
                $troubles = array_merge($troubles, self::of_receiver());
            }
            $troubles = array_merge($troubles, self::of_site());
        } else {
            $troubles = [self::minor('off')];
        }
        $troubles = array_merge($troubles, self::of_events());
        usort($troubles, fn(trouble $a, trouble $b) => $b->isserious <=> $a->isserious);
        return $troubles;
    }

    /**
     * What is wrong with the settings.
     *
     * @return trouble[]
     */
    private static function of_settings(): array {
        $url = settings::backend_url();
        $problem = $url === '' ? get_string('test_url_missing', 'local_backend_sync') : receiver_url::problem($url);
        if ($problem !== '') {
            return [new trouble('receiver', true, $problem, clock::seconds())];
        }
        try {
            settings::signing_secrets();
            if (settings::secret('api_token') === '') {
                return [self::serious('token')];
            }
        } catch (\moodle_exception $e) {
            return [new trouble('secret', true, $e->getMessage(), clock::seconds())];
        }
        return receiver_url::is_readable_underway($url) ? [new trouble(
            'insecure',
            false,
            get_string('insecure', 'local_backend_sync', $url),
            clock::seconds()
        )] : [];
    }

    /**
     * What is wrong with the receiver.
     *
     * @return trouble[]
     */
    private static function of_receiver(): array {
        $problem = pause::problem();
        if ($problem === '') {
            return [];
        }
        return [match (pause::kind()) {
            answer::UNAUTHORISED => self::serious('refused', $problem),
            answer::FOREIGN => self::serious('other', $problem),
            default => self::minor('away', $problem),
        }];
    }

    /**
     * What is wrong with this site.
     *
     * @return trouble[]
     */
    private static function of_site(): array {
        global $CFG;
        $troubles = [];
        $task = \core\task\manager::get_scheduled_task(send_events::class);
        if (!$task || $task->get_disabled()) {
            $troubles[] = self::serious('task');
        } else if (self::is_late($task)) {
            $troubles[] = self::serious('cron');
        }
        if (!empty($CFG->disablegradehistory)) {
            $troubles[] = self::minor('history');
        }
        return $troubles;
    }

    /**
     * Whether events wait and cron does not come for them.
     *
     * @param \core\task\scheduled_task $task
     * @return bool
     */
    private static function is_late(\core\task\scheduled_task $task): bool {
        $limit = clock::seconds() - self::LATE;
        $oldest = outbox::summary()->oldest;
        return $oldest !== null && $oldest < $limit && $task->get_last_run_time() < $limit;
    }

    /**
     * What is wrong with events.
     *
     * @return trouble[]
     */
    private static function of_events(): array {
        $troubles = [];
        $queue = outbox::summary();
        $limit = clock::seconds() - settings::number('alert_minutes') * MINSECS;
        $issent = settings::is_enabled() && site::state() === site::CONFIRMED;
        if ($issent && $queue->oldest !== null && $queue->oldest < $limit) {
            $troubles[] = self::serious('queue', [
                'waiting' => $queue->waiting,
                'since' => userdate($queue->oldest),
                'reason' => self::why_it_waits(),
            ]);
        }
        $failure = (int)get_config('local_backend_sync', 'lastrecordfailure');
        if ($failure) {
            // A day more, as the date is read in the time zone of the server.
            $first = (int)get_config('local_backend_sync', 'firstrecordfailure') ?: $failure;
            $troubles[] = new trouble(
                'record',
                true,
                get_string('trouble_record', 'local_backend_sync', userdate($failure)),
                $failure,
                'php local/backend_sync/cli/backfill.php --since=' . gmdate('Y-m-d', $first - DAYSECS)
            );
        }
        $apart = $issent && pause::problem() === '' ? outbox::oldest_error() : '';
        if ($apart !== '') {
            $troubles[] = self::minor('apart', $apart);
        }
        $due = due::summary();
        if (settings::is_enabled() && $due->attempts >= self::DUE_ATTEMPTS) {
            $troubles[] = self::serious('due', ['howmany' => $due->howmany, 'error' => $due->lasterror]);
        }
        if ($queue->failed) {
            $troubles[] = self::minor('failed', $queue->failed, (int)outbox::last_failure());
        }
        return $troubles;
    }

    /**
     * Why the event that waits longest is not sent.
     *
     * @return string
     */
    private static function why_it_waits(): string {
        $problem = pause::problem();
        if ($problem !== '') {
            return $problem;
        }
        $error = outbox::oldest_error();
        return $error === '' ? get_string('trouble_queue_noreason', 'local_backend_sync')
            : get_string('trouble_queue_apart', 'local_backend_sync', $error);
    }

    /**
     * A trouble that keeps events from getting through.
     *
     * @param string $name
     * @param mixed $a for its text
     * @return trouble
     */
    private static function serious(string $name, $a = null): trouble {
        return new trouble($name, true, get_string("trouble_$name", 'local_backend_sync', $a), clock::seconds());
    }

    /**
     * Any other trouble.
     *
     * @param string $name
     * @param mixed $a for its text
     * @param int|null $since when it happened last, Unix seconds; null for now
     * @return trouble
     */
    private static function minor(string $name, $a = null, ?int $since = null): trouble {
        return new trouble($name, false, get_string("trouble_$name", 'local_backend_sync', $a), $since ?? clock::seconds());
    }
}
