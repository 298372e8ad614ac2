using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>Where people see the budget and change it: how much of it is used, and which profile sets it. Every change is noted.</summary>
internal sealed class BudgetDesk
{
    /// <summary>Less than this share is not taken: something must be left to look with.</summary>
    public const double LeastShare = 0.1;

    private readonly Allowance allowance;
    private readonly ProfileShelf shelf;
    private readonly ChangeLog changes;
    private readonly Lock changing = new();

    /// <param name="allowance">What the run spends from.</param>
    /// <param name="shelf">The profiles to choose from.</param>
    /// <param name="changes">Told of every change.</param>
    public BudgetDesk(Allowance allowance, ProfileShelf shelf, ChangeLog changes)
    {
        this.allowance = allowance;
        this.shelf = shelf;
        this.changes = changes;
    }

    /// <summary>The name of the profile in force; null without a budget.</summary>
    public string? Profile => shelf.Current;

    /// <summary>The profiles by name, and why some of them do not fit.</summary>
    public IReadOnlyList<ProfileChoice> Choices => shelf.Choices;

    /// <summary>The budget after the last frame.</summary>
    public AllowanceReading Reading => allowance.Reading;

    /// <summary>The budget as it is; null without one.</summary>
    public BudgetState? Describe()
    {
        AllowanceReading reading = allowance.Reading;
        return reading.Level is { } level
            ? new BudgetState
            {
                Unit = Figures.Unit(reading.Unit),
                Rate = reading.Rate,
                Capacity = reading.Capacity,
                Level = Math.Round(level, 4),
                Price = reading.Price is { } price ? Math.Round(price, 4) : null,
                Spent = reading.Spent,
                Overshoot = reading.Overshoot,
                Share = reading.Share,
                UserShare = allowance.UserShare,
                GovernorShare = allowance.Governor?.Share ?? 1,
                Governor = allowance.Governor?.Reason,
            }
            : null;
    }

    /// <summary>Sets how much of the budget is used.</summary>
    /// <exception cref="InputException">The share is out of range, or there is no budget.</exception>
    public Change SetShare(double share, string who)
    {
        if (!(share is >= LeastShare and <= 1))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"share must be {LeastShare} to 1, got {share}."));
        lock (changing)
        {
            if (allowance.Reading.Level is null)
                throw new InputException("this run has no budget to use a share of; start it with --profile, or choose a profile.");
            double before = allowance.UserShare;
            allowance.UserShare = share;
            return changes.Add(who, "budget share", Percent(before), Percent(share));
        }
    }

    /// <summary>Lets another profile set the budget, from the next frame on.</summary>
    /// <exception cref="InputException">There is no profile of this name, or it does not fit.</exception>
    public Change SetProfile(string name, string who)
    {
        lock (changing)
        {
            string before = shelf.Current ?? "none";
            allowance.Change(shelf.Take(name));
            return changes.Add(who, "profile", before, name, shelf.Remark);
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
