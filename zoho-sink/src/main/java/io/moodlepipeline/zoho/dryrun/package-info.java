/** What the sink would send, told without sending it. */
package io.moodlepipeline.zoho.dryrun;
