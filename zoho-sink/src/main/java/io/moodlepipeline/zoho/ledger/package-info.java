/** What Zoho holds because we wrote it, who is writing it now, and what waits: in PostgreSQL. */
package io.moodlepipeline.zoho.ledger;
