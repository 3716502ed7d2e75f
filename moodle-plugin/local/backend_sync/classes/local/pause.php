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
 * Stands between the sender and a receiver that is away.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * How long nothing is sent, since the receiver does not take anything, and why. Kept in the plugin's configuration, so that it
 * holds for all processes and over restarts.
 */
final class pause {
    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /**
     * Until when nothing is sent.
     *
     * @return int Unix seconds; in the past when there is no pause
     */
    public static function until(): int {
        return (int)get_config(self::COMPONENT, 'pauseduntil');
    }

    /**
     * Whether nothing is to be sent now.
     *
     * @return bool
     */
    public static function is_on(): bool {
        return self::is_ahead(self::until());
    }

    /**
     * Whether a time that was set by this class or the back-off is still to come. One too far ahead is from before a clock was set
     * back, and has come.
     *
     * @param int $time Unix seconds
     * @return bool
     */
    public static function is_ahead(int $time): bool {
        $now = clock::seconds();
        return $time > $now && $time <= $now + answer::MAX_RETRY_AFTER + settings::number('max_backoff');
    }

    /**
     * What the receiver said last, or why there was no answer, as long as it takes nothing.
     *
     * @return string empty when all is well
     */
    public static function problem(): string {
        return (string)get_config(self::COMPONENT, 'pauseproblem');
    }

    /**
     * What kind of trouble it is, as long as the receiver takes nothing.
     *
     * @return string answer::UNAUTHORISED, answer::FOREIGN or answer::AWAY
     */
    public static function kind(): string {
        return (string)get_config(self::COMPONENT, 'pausekind') ?: answer::AWAY;
    }

    /**
     * The receiver takes nothing at the moment.
     *
     * @param answer $answer the last one
     * @return int until when nothing is sent, Unix seconds
     */
    public static function begin(answer $answer): int {
        $failures = (int)get_config(self::COMPONENT, 'pausefailures') + 1;
        $backoff = backoff::seconds($failures, max(1, settings::number('max_backoff')), mt_rand() / mt_getrandmax());
        $until = clock::seconds() + max($backoff, $answer->retryafter ?? 0);
        foreach (
            [
                'pausefailures' => $failures,
                'pauseduntil' => $until,
                'pauseproblem' => $answer->problem,
                'pausekind' => $answer->kind(),
            ] as $name => $value
        ) {
            set_config($name, $value, self::COMPONENT);
        }
        return $until;
    }

    /**
     * The receiver takes events, or somebody has mended something and wants it tried at once.
     *
     * @return bool whether there was a pause, on or over
     */
    public static function end(): bool {
        $was = (bool)get_config(self::COMPONENT, 'pausefailures');
        if ($was) {
            foreach (['pausefailures', 'pauseduntil', 'pauseproblem', 'pausekind'] as $name) {
                unset_config($name, self::COMPONENT);
            }
        }
        return $was;
    }
}
