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
 * Something that is wrong with the delivery.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * One thing that is wrong, and what to do.
 */
final class trouble {
    /**
     * A trouble.
     *
     * @param string $name one of those of troubles
     * @param bool $isserious whether events do not get through or are missing
     * @param string $text what is wrong and what to do, as plain text
     * @param int $since when it happened last, Unix seconds
     * @param string $command what to type to mend it; empty when there is nothing to type
     */
    public function __construct(
        /** @var string one of those of troubles */
        public readonly string $name,
        /** @var bool whether events do not get through or are missing */
        public readonly bool $isserious,
        /** @var string what is wrong and what to do, as plain text */
        public readonly string $text,
        /** @var int when it happened last, Unix seconds */
        public readonly int $since,
        /** @var string what to type to mend it; empty when there is nothing to type */
        public readonly string $command = ''
    ) {
    }
}
