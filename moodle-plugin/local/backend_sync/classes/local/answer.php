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
 * What came back for a request.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * An answer, or that there was none, and what it means for the event.
 */
final class answer {
    /** @var int the longest Retry-After that is honoured, in seconds: a typing error must not stop a school for days */
    public const MAX_RETRY_AFTER = 3600;

    /** @var int[] of 4xx those that say nothing against the event: too slow, too many, and the site's own proxy */
    private const PASSING = [407, 408, 429];

    /** @var int[] the receiver's refusals that every event would get alike, since they are about token, tenant or address */
    private const ABOUT_THE_SETTINGS = [401, 403, 404, 405];

    /** @var string the receiver itself does not know this site */
    public const UNAUTHORISED = 'unauthorised';

    /** @var string something else answered in the receiver's place */
    public const FOREIGN = 'foreign';

    /** @var string there was no answer, or the receiver cannot take events now */
    public const AWAY = 'away';

    /**
     * Made by the functions below.
     *
     * @param int|null $status the HTTP status; null when there was no answer
     * @param string $problem what was wrong, without personal data; empty when nothing was
     * @param int|null $retryafter seconds the receiver asked to wait
     * @param string $body the body of the answer
     */
    private function __construct(
        /** @var int|null the HTTP status; null when there was no answer */
        public readonly ?int $status,
        /** @var string what was wrong, without personal data; empty when nothing was */
        public readonly string $problem,
        /** @var int|null seconds the receiver asked to wait */
        public readonly ?int $retryafter,
        /** @var string the body of the answer */
        public readonly string $body
    ) {
    }

    /**
     * The receiver answered.
     *
     * @param int $status the HTTP status
     * @param string $body what it said: a problem of RFC 9457 when it refused
     * @param string|null $retryafter the header of this name
     * @param int $now Unix seconds
     * @return answer
     */
    public static function received(int $status, string $body, ?string $retryafter, int $now): self {
        $answer = new self($status, self::problem($status, $body), self::seconds($retryafter, $now), $body);
        return $answer->is_accepted() ? new self($status, '', null, $body) : $answer;
    }

    /**
     * There was no answer.
     *
     * @param string $problem why, in words
     * @return answer
     */
    public static function none(string $problem): self {
        return new self(null, self::short($problem), null, '');
    }

    /**
     * The event was taken. Only 200 says so, with "success" and the id under which the receiver has it: a load balancer, a portal
     * or a server that is being worked on answers 200, too.
     *
     * @return bool
     */
    public function is_accepted(): bool {
        $eventid = $this->fields()['event_id'] ?? null;
        return $this->is_success() && is_string($eventid) && $eventid !== '';
    }

    /**
     * The receiver says yes, to whatever was asked.
     *
     * @return bool
     */
    public function is_success(): bool {
        return $this->status === 200 && ($this->fields()['success'] ?? null) === true;
    }

    /**
     * Something else answered in the receiver's place, such as a firewall or a load balancer: the receiver takes the event, or names
     * what is wrong by a code.
     *
     * @return bool
     */
    public function is_foreign(): bool {
        return $this->status !== null && !$this->is_accepted() && self::code($this->fields()) === '';
    }

    /**
     * Why nothing gets through, if nothing does. A 5xx says that the receiver is away, whoever says it: a proxy before it has a page for
     * that.
     *
     * @return string UNAUTHORISED, FOREIGN or AWAY
     */
    public function kind(): string {
        if ($this->is_unauthorised()) {
            return self::UNAUTHORISED;
        }
        return $this->is_foreign() && $this->status < 500 ? self::FOREIGN : self::AWAY;
    }

    /**
     * The receiver wants less, of whatever.
     *
     * @return bool
     */
    public function is_throttled(): bool {
        return $this->status === 429;
    }

    /**
     * The receiver refused the event, and would again. What something else refuses says nothing about the event.
     *
     * @return bool
     */
    public function is_refusal(): bool {
        return $this->status !== null && $this->status >= 400 && $this->status < 500
            && !in_array($this->status, self::PASSING) && !$this->is_foreign();
    }

    /**
     * Every other event would fare the same, so that there is no use in trying them now.
     *
     * @return bool
     */
    public function concerns_all(): bool {
        return $this->status === null || $this->status < 400
            || (in_array($this->status, self::ABOUT_THE_SETTINGS) && !$this->is_foreign())
            || in_array($this->status, [407, 429, 502, 503, 504]) || $this->retryafter !== null;
    }

    /**
     * The receiver does not know this site: token, tenant, signature or address.
     *
     * @return bool
     */
    public function is_unauthorised(): bool {
        return ($this->status === 401 || $this->status === 403) && !$this->is_foreign();
    }

    /**
     * The receiver's words, as far as they are an object.
     *
     * @return array
     */
    public function fields(): array {
        return self::object($this->body);
    }

    /**
     * What was wrong: the receiver's words, as far as they are a code and names of fields; of anything else what kind of thing it is.
     *
     * @param int $status
     * @param string $body
     * @return string
     */
    private static function problem(int $status, string $body): string {
        $text = 'HTTP ' . $status;
        $problem = self::object($body);
        $code = self::code($problem);
        if ($code === '') {
            return $text . ' ' . self::nature($body);
        }
        $text .= ' ' . $code;
        foreach (is_array($problem['errors'] ?? null) ? $problem['errors'] : [] as $error) {
            if (is_array($error) && is_string($error['field'] ?? null) && is_string($error['problem'] ?? null)) {
                $text .= '; ' . $error['field'] . ': ' . $error['problem'];
            }
        }
        return self::short($text);
    }

    /**
     * What kind of thing a body is that is not the receiver's. Its words are not repeated: they may quote the event.
     *
     * @param string $body
     * @return string
     */
    private static function nature(string $body): string {
        $body = trim($body);
        if ($body === '') {
            return 'without content';
        }
        if (str_starts_with($body, '<')) {
            return 'with a web page';
        }
        return self::object($body) ? 'with an answer that is not a receiver\'s' : 'with text that is not a receiver\'s';
    }

    /**
     * The code by which the receiver names what is wrong.
     *
     * @param array $problem
     * @return string empty when it names none
     */
    private static function code(array $problem): string {
        return is_string($problem['code'] ?? null) ? $problem['code'] : '';
    }

    /**
     * A body of JSON.
     *
     * @param string $body
     * @return array empty when it is no object
     */
    private static function object(string $body): array {
        $object = str_starts_with(ltrim($body), '{') ? json_decode($body, true) : null;
        return is_array($object) ? $object : [];
    }

    /**
     * One line that fits into its column.
     *
     * @param string $text
     * @return string
     */
    private static function short(string $text): string {
        return mb_substr(trim(preg_replace('/[\p{C}\s]+/u', ' ', mb_scrub($text, 'UTF-8'))), 0, 255, 'UTF-8');
    }

    /**
     * Retry-After in either of its forms.
     *
     * @param string|null $header seconds or a date
     * @param int $now Unix seconds
     * @return int|null
     */
    private static function seconds(?string $header, int $now): ?int {
        $header = trim((string)$header);
        if (ctype_digit($header)) {
            $seconds = strlen($header) > 6 ? self::MAX_RETRY_AFTER : (int)$header;
        } else {
            // Without its day in front, it is not HTTP's date: strtotime() finds a meaning in much nonsense.
            $date = preg_match('/^[A-Z][a-z]+,? /', $header) ? strtotime($header) : false;
            if ($date === false) {
                return null;
            }
            $seconds = max(0, $date - $now);
        }
        return min(self::MAX_RETRY_AFTER, $seconds);
    }
}
