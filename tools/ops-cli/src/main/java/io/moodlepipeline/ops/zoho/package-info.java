/** The verbs {@code zoho}, and what others need to know of Zoho: the ledger, and what sending costs. */
package io.moodlepipeline.ops.zoho;
