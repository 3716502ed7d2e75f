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
 * Hashes of what is there, for a comparison with the receiver.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Hashes the values of a payload that the receiver keeps, so that both sides can be compared without showing the values.
 *
 * The hash is the SHA-256 of the values in their order, each with a unit separator behind it; the receiver's own code makes the
 * same. Both hold to the examples in moodle-plugin/vectors of the pipeline's repository.
 */
final class state_hash {
    /** @var string stands behind every value */
    private const END = "\x1f";

    /** @var string stands for a value that is not there */
    private const NONE = "\x00";

    /**
     * A user.
     *
     * @param array $payload made by payload::of_user()
     * @return string 64 hexadecimal digits
     */
    public static function of_user(array $payload): string {
        return self::of([
            (string)$payload['userid'],
            self::text($payload['username']),
            self::text($payload['firstname']),
            self::text($payload['lastname']),
            self::text($payload['email']),
            self::text($payload['idnumber']),
            self::text($payload['phone1']),
            self::text($payload['city']),
            self::text($payload['country']),
            self::flag($payload['suspended']),
        ]);
    }

    /**
     * An enrolment.
     *
     * @param array $payload made by payload::of_enrolment()
     * @return string 64 hexadecimal digits
     */
    public static function of_enrolment(array $payload): string {
        $roleids = $payload['roleids'];
        sort($roleids);
        return self::of([
            (string)$payload['enrollmentid'],
            (string)$payload['userid'],
            (string)$payload['courseid'],
            (string)$payload['status'],
            (string)$payload['timestart'],
            (string)($payload['timeend'] ?? 0),
            implode(',', $roleids),
        ]);
    }

    /**
     * A grade.
     *
     * @param array $payload made by payload::of_grade()
     * @return string 64 hexadecimal digits
     */
    public static function of_grade(array $payload): string {
        return self::of([
            (string)$payload['userid'],
            (string)$payload['itemid'],
            (string)$payload['gradeid'],
            (string)$payload['courseid'],
            self::text($payload['itemtype']),
            self::text($payload['itemname']),
            self::decimal($payload['finalgrade']),
            self::decimal($payload['grademin']),
            self::decimal($payload['grademax']),
            self::text($payload['scale']),
            self::flag($payload['hidden']),
            self::text($payload['feedback']),
        ]);
    }

    /**
     * The hash of values.
     *
     * @param string[] $values
     * @return string 64 hexadecimal digits
     */
    private static function of(array $values): string {
        return hash('sha256', implode(self::END, $values) . self::END);
    }

    /**
     * A text as the receiver stores it. None and an empty one are the same to it.
     *
     * @param string|null $value
     * @return string
     */
    private static function text(?string $value): string {
        $value = (string)$value;
        if (!mb_check_encoding($value, 'UTF-8')) {
            $value = json_decode(payload::json(['value' => $value]), true)['value'];
        }
        return str_replace("\x00", '', $value);
    }

    /**
     * A number as Moodle keeps it, with five decimals at most.
     *
     * @param float|null $value
     * @return string without an exponent and without zeros at its end
     */
    private static function decimal(?float $value): string {
        if ($value === null) {
            return self::NONE;
        }
        $text = rtrim(rtrim(number_format($value, 5, '.', ''), '0'), '.');
        return $text === '-0' ? '0' : $text;
    }

    /**
     * A boolean.
     *
     * @param bool $value
     * @return string
     */
    private static function flag(bool $value): string {
        return $value ? '1' : '0';
    }
}
