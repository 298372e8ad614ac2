const form = document.getElementById("form");
const problem = document.getElementById("problem");

form.addEventListener("submit", async event => {
  event.preventDefault();
  problem.textContent = "";
  try {
    const token = document.getElementById("token").value.trim();
    const answer = await fetch("/login", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });
    if (answer.ok)
      location.replace("/");
    else
      problem.textContent = (await answer.json()).error;
  } catch {
    problem.textContent = "the server does not answer.";
  }
});
