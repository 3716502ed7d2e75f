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
 * Identity and order of an event.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * A UUIDv7 (RFC 9562, method 3): 48 bits of milliseconds, 12 bits of the fraction of a millisecond, 62 random bits.
 *
 * The text of two ids compares as their times do. The receiver lets the newest event win by this time, so the time of an event is
 * taken before the values are read that it sends: whoever has the later id has then read the later values. Values that another
 * process has changed and not committed yet are waited for, see rows.
 */
final class event_id {
    /** @var int the last time given out in this process, in 1/4096 milliseconds */
    private static $last = 0;

    /** @var string the UUID in lower case */
    public readonly string $uuid;

    /**
     * Made by the functions below.
     *
     * @param int $ticks the time in 1/4096 milliseconds since 1970
     */
    private function __construct(
        /** @var int the time in 1/4096 milliseconds since 1970 */
        private readonly int $ticks
    ) {
        $time = str_pad(dechex($ticks >> 12), 12, '0', STR_PAD_LEFT);
        $fraction = str_pad(dechex($ticks & 0xfff), 3, '0', STR_PAD_LEFT);
        $random = random_bytes(8);
        $random[0] = chr((ord($random[0]) & 0x3f) | 0x80);
        $random = bin2hex($random);
        $this->uuid = substr($time, 0, 8) . '-' . substr($time, 8) . '-7' . $fraction . '-'
            . substr($random, 0, 4) . '-' . substr($random, 4);
    }

    /**
     * An id for now, later than all of this process.
     *
     * @param float $now Unix seconds, before the values were read
     * @param int $after the time of an event that it must be later than too, Unix milliseconds, so that a clock that was set back
     *     does not make old of new; 0 for none
     * @return event_id
     */
    public static function next(float $now, int $after = 0): self {
        self::$last = max((int)($now * 4096000), self::$last + 1);
        // Not kept as the last: one id from a clock that was ahead must not carry all others along.
        return new self(max(self::$last, ($after + 1) << 12));
    }

    /**
     * An id for something that happened before the plugin recorded it.
     *
     * @param int $seconds Unix seconds
     * @param int $place its place among those of the same second, 0 and up
     * @return event_id
     */
    public static function of_the_past(int $seconds, int $place): self {
        return new self($seconds * 4096000 + min($place, 4095999));
    }

    /**
     * An id for what is newer than one event, and older than all that comes after it.
     *
     * @param int $milliseconds the time of that event, Unix milliseconds
     * @return event_id
     */
    public static function just_after(int $milliseconds): self {
        return new self(($milliseconds + 1) << 12);
    }

    /**
     * The time of the event.
     *
     * @return int Unix milliseconds
     */
    public function milliseconds(): int {
        return $this->ticks >> 12;
    }
}
