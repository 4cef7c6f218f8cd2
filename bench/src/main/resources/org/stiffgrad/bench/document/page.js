"use strict";

// Sorts the rows of a table by a column: numbers by value, text by the alphabet, empty cells last.
function sortBy(header) {
  const table = header.closest("table");
  const body = table.tBodies[0];
  const descending = header.getAttribute("aria-sort") === "ascending";
  const column = header.cellIndex;
  const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  const compare = (one, other) => {
    const a = key(one);
    const b = key(other);
    if (a === "" || b === "") {
      return (a === "") - (b === "");
    }
    const numbers = Number(a) - Number(b);
    const order = Number.isNaN(numbers) ? a.localeCompare(b, "en") : numbers;
    return descending ? -order : order;
  };
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute("aria-sort");
  }
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  body.append(...[...body.rows].sort(compare));
}

for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => sortBy(button.closest("th")));
}
