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
 * Sends what waits in the outbox.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Drains the outbox: oldest first, and never an event of a user while an older one of the same user waits. One process at a time.
 *
 * An event leaves the queue only when the receiver answered 200, or refused it for good as often as the settings allow. A process
 * that is killed between the answer and its note sends the event again with the same id, which the receiver knows.
 */
final class sender {
    /** @var int events read at a time: payloads may be large */
    private const BATCH = 50;

    /** @var int seconds a run takes at most; the next one goes on */
    private const MAX_SECONDS = 600;

    /** @var int events that fail one after the other until it is taken for an outage and not for something about them */
    private const OUTAGE = 3;

    /** @var int attempts after which an event is suspected to be what the receiver, or something before it, breaks on */
    private const SUSPICIOUS = 3;

    /** @var int seconds between attempts for an event that breaks the receiver while others get through, at most */
    private const ISOLATED = 900;

    /** @var int how many were taken in this run */
    private int $sent = 0;

    /** @var int how many failed one after the other */
    private int $inrow = 0;

    /** @var bool whether the next event shows if it is an outage or something about the last one */
    private bool $probing = false;

    /** @var bool whether there is no use in trying more now */
    private bool $stopped = false;

    /**
     * A sender.
     *
     * @param transport $transport
     * @param callable $log gets lines without personal data
     */
    public function __construct(
        /** @var transport the way to the receiver */
        private readonly transport $transport,
        /** @var callable gets lines without personal data */
        private $log
    ) {
    }

    /**
     * Sends with the settings of the site, if there is anything to send, nobody else does it, and no pause is on.
     *
     * @param callable $log gets lines without personal data
     */
    public static function run(callable $log): void {
        if (!settings::is_enabled()) {
            $log('Sending is switched off.');
            return;
        }
        if (site::state() !== site::CONFIRMED) {
            $log('Nothing is sent: this site has another address than ' . site::confirmed_address()
                . ', for which it was set up. See the status page, or php local/backend_sync/cli/site.php --help.');
            return;
        }
        if (!settings::is_complete()) {
            $log('The address or the token of the receiver is not set: events are kept until they are.');
            return;
        }
        $lock = \core\lock\lock_config::get_lock_factory('local_backend_sync')->get_lock('sender', 0, self::MAX_SECONDS + 300);
        if (!$lock) {
            $log('Another process is sending.');
            return;
        }
        try {
            if (pause::is_on()) {
                $log('Paused until ' . gmdate('Y-m-d H:i:s', pause::until()) . ' UTC: ' . pause::problem());
                return;
            }
            (new self(http_transport::of_settings(), $log))->drain();
        } catch (\moodle_exception $e) {
            if ($e->errorcode !== 'secretunreadable') {
                throw $e;
            }
            // Not a failure of the task: Moodle would try it ever less often, even after the secret was entered again.
            pause::begin(answer::none($e->getMessage()));
            $log($e->getMessage());
        } finally {
            $lock->release();
        }
    }

    /**
     * Sends all that can be sent now.
     *
     * @return int how many events the receiver took
     */
    public function drain(): int {
        $end = clock::seconds() + self::MAX_SECONDS;
        do {
            $before = $this->sent;
            $this->pass($end);
        } while ($this->sent > $before && !$this->stopped && clock::seconds() < $end);
        if ($this->sent) {
            ($this->log)("Sent {$this->sent} events.");
        }
        return $this->sent;
    }

    /**
     * Goes through the outbox once.
     *
     * @param int $end Unix seconds
     */
    private function pass(int $end): void {
        $held = [];
        $after = 0;
        while (!$this->stopped && ($rows = outbox::waiting($after, self::BATCH))) {
            foreach ($rows as $row) {
                $after = (int)$row->id;
                if (isset($held[$row->userid])) {
                    continue;
                }
                // One that something answered in the receiver's place does not show whether others get through.
                $isnoprobe = $this->probing && $row->attempts > 0 && intdiv((int)$row->httpstatus, 100) === 4;
                if ($isnoprobe || pause::is_ahead((int)$row->nextattempt) || !$this->send($row)) {
                    $held[$row->userid] = true;
                }
                if ($this->stopped || clock::seconds() >= $end) {
                    return;
                }
            }
        }
    }

    /**
     * Sends one event.
     *
     * @param stdClass $row
     * @return bool whether it is done with, so that the user's next one may go
     */
    private function send(stdClass $row): bool {
        $answer = $this->transport->post('/api/v1/events/moodle/' . $row->eventtype, $row->payload, [
            'X-Event-Id' => $row->eventid,
            'X-Event-Time' => (string)$row->eventtime,
        ]);
        if ($answer->is_accepted()) {
            outbox::sent($row, $answer);
            if (settings::is_debugging()) {
                ($this->log)("Event $row->eventid ($row->eventtype): taken.");
            }
            $this->sent++;
            $this->inrow = 0;
            $this->probing = false;
            if (pause::end()) {
                outbox::hurry();
            }
            return true;
        }
        ($this->log)("Event $row->eventid: $answer->problem");
        if ($answer->is_refusal()) {
            return $this->refused($row, $answer);
        }
        $issuspicious = $row->attempts >= self::SUSPICIOUS;
        $limit = $issuspicious ? self::ISOLATED : max(1, settings::number('max_backoff'));
        $wait = backoff::seconds($row->attempts + 1, $limit, mt_rand() / mt_getrandmax());
        outbox::postponed($row, $answer, clock::seconds() + $wait);
        if ($answer->concerns_all() || ++$this->inrow >= self::OUTAGE) {
            // Events that a firewall or a bug breaks on every time must not hold up a school: another one shows what it is.
            if ($this->probing || ($answer->concerns_all() && !$issuspicious) || $answer->is_throttled()) {
                $this->stop($answer);
            }
            $this->probing = true;
        }
        return false;
    }

    /**
     * The receiver does not want it, and would not want it later either.
     *
     * @param stdClass $row
     * @param answer $answer
     * @return bool whether it is done with
     */
    private function refused(stdClass $row, answer $answer): bool {
        $isdone = $row->refusals >= settings::number('retry_attempts');
        if ($isdone) {
            outbox::failed($row, $answer);
        } else {
            outbox::postponed($row, $answer, clock::seconds());
        }
        if ($answer->concerns_all()) {
            $this->stop($answer);
        }
        return $isdone;
    }

    /**
     * Tries no more for a while.
     *
     * @param answer $answer
     */
    private function stop(answer $answer): void {
        $this->stopped = true;
        $until = pause::begin($answer);
        ($this->log)('Nothing is sent until ' . gmdate('Y-m-d H:i:s', $until) . ' UTC.');
    }
}
