// The form of files says at once when they are too large, before they are sent.

for (const form of document.querySelectorAll("form[data-limit]")) {
  const limit = Number(form.dataset.limit);
  const note = form.querySelector("[data-too-large]");
  const input = form.querySelector('input[type="file"]');
  input.addEventListener("change", () => {
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    note.hidden = bytes < limit;
    note.textContent = note.hidden ? "" : `These files are ${Math.ceil(bytes / 1048576)} MB together; at most ${limit / 1048576} MB are taken at once.`;
    form.querySelector("button").disabled = !note.hidden;
  });
}
