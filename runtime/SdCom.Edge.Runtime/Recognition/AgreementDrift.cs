namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// Tells when agreement falls: the last 30 comparisons agree less than those before them by more than three standard errors (<see cref="TwoProportions"/>).
/// It is told once, and again only after agreement came back.
/// </summary>
public sealed class AgreementDrift
{
    private const int Recent = 30;
    private readonly bool[] ring = new bool[Recent];
    private long count;
    private long olderAgreed;
    private int recentAgreed;
    private bool fallen;

    /// <summary>Adds a comparison; true when agreement has just fallen.</summary>
    public bool Add(bool agrees)
    {
        int slot = (int)(count++ % Recent);
        if (count > Recent && ring[slot])
        {
            olderAgreed++;
            recentAgreed--;
        }

        ring[slot] = agrees;
        recentAgreed += agrees ? 1 : 0;
        long older = count - Recent;
        if (older < Recent)
            return false;
        bool falls = TwoProportions.IsLower(recentAgreed, Recent, olderAgreed, older);
        bool news = falls && !fallen;
        fallen = falls;
        return news;
    }
}
