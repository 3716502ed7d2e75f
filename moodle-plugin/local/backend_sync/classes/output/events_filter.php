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
 * Which events are listed.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\output;

use local_backend_sync\local\outbox;

/**
 * What was chosen above the list.
 */
final class events_filter {
    /** @var string[] */
    public const STATUSES = [outbox::WAITING, outbox::SENT, outbox::FAILED];

    /** @var string[] */
    public const TYPES = ['user_created', 'user_updated', 'user_enrolled', 'grade_updated'];

    /**
     * A choice.
     *
     * @param string $status one of STATUSES; empty for all
     * @param string $type one of TYPES; empty for all
     * @param int $userid 0 for all
     */
    public function __construct(
        /** @var string one of STATUSES; empty for all */
        public readonly string $status,
        /** @var string one of TYPES; empty for all */
        public readonly string $type,
        /** @var int 0 for all */
        public readonly int $userid
    ) {
    }

    /**
     * What the request chooses.
     *
     * @return events_filter
     */
    public static function of_request(): self {
        $status = optional_param('status', '', PARAM_ALPHA);
        $type = optional_param('type', '', PARAM_ALPHAEXT);
        return new self(
            in_array($status, self::STATUSES, true) ? $status : '',
            in_array($type, self::TYPES, true) ? $type : '',
            max(0, optional_param('userid', 0, PARAM_INT))
        );
    }

    /**
     * For addresses.
     *
     * @return array only what is chosen
     */
    public function params(): array {
        return array_filter(['status' => $this->status, 'type' => $this->type, 'userid' => $this->userid]);
    }

    /**
     * For the database.
     *
     * @return array a condition on the outbox with the alias o, and its parameters
     */
    public function where(): array {
        $columns = ['status' => 'o.status', 'type' => 'o.eventtype', 'userid' => 'o.userid'];
        $conditions = ['1 = 1'];
        foreach ($this->params() as $name => $value) {
            $conditions[] = "{$columns[$name]} = :$name";
        }
        return [implode(' AND ', $conditions), $this->params()];
    }
}
