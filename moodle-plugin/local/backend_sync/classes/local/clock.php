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
 * The time.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Moodle's clock where it has one that tests can set (4.4 and later), else the system's.
 */
final class clock {
    /**
     * Now.
     *
     * @return int Unix seconds
     */
    public static function seconds(): int {
        return (int)self::exact();
    }

    /**
     * Now, with its fraction.
     *
     * @return float Unix seconds
     */
    public static function exact(): float {
        if (interface_exists('\core\clock') && class_exists('\core\di')) {
            return (float)\core\di::get(\core\clock::class)->now()->format('U.u');
        }
        return microtime(true);
    }
}
