/** One HTTP exchange with Zoho: bounded in time and size, and clear about whether the request can have arrived. */
package io.moodlepipeline.zoho.http;
