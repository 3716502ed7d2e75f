/** Zoho's limits, kept before Zoho has to: credits of a rolling day and calls at the same time, over all instances. */
package io.moodlepipeline.zoho.credit;
