/** x. */
package org.stiffgrad.model;
