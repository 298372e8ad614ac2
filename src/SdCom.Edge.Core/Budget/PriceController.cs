namespace SdCom.Edge.Core.Budget;

/// <summary>
/// Moves the gate's price so that a budget is used and not wasted. The model's curve says which price spends a wanted mean on validation data; what is wanted is the refill
/// when the bucket is half full, up to four times as much when it is full, a quarter when it is empty. A slow trim learns how far this camera's content is from that data and
/// brings the bucket back to its half, where it can pay for a burst and take in a lull. The bucket itself stays the guard: no price can overdraw it.
/// </summary>
public sealed class PriceController
{
    private const double Gain = 2; // octaves of spending between a half and a full bucket
    private const double TrimLimit = 4; // octaves
    private const double TrimSlowness = 16; // over-damped while content reacts to the price at least a quarter as much as validation data did
    private const double ShortestTrimFrames = 32;

    private readonly GatePolicy policy;
    private readonly PriceCurve curve;
    private double trim;

    /// <param name="policy">Whose price is moved.</param>
    /// <param name="curve">The model's curve in the unit of the budget.</param>
    /// <param name="refillPerFrame">What flows into the bucket between two processed frames, in its unit.</param>
    public PriceController(GatePolicy policy, PriceCurve curve, double refillPerFrame)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(refillPerFrame);
        this.policy = policy;
        this.curve = curve;
        RefillPerFrame = refillPerFrame;
    }

    /// <summary>What flows into the bucket between two processed frames, in its unit: less for each when more cameras share it.</summary>
    public double RefillPerFrame { get; set; }

    /// <summary>Sets the price of the frame that has begun.</summary>
    /// <param name="budget">The bucket that pays.</param>
    public void Adjust(FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        double error = Error(budget);
        double spare = (RefillPerFrame * budget.Share) - policy.CheapestFrame; // what the price decides about; the glance is paid anyway
        double price = Price(spare, error);
        policy.Price = price;
        bool atEnd = error > 0 ? price <= curve.LowestUsefulPrice : price >= curve.HighestPrice;
        if (atEnd || spare <= 0)
            return;

        // Once the error has moved the spending, the level follows with a time constant of capacity / (2 ln 2 x gain x spare) frames.
        double frames = Math.Max(ShortestTrimFrames, TrimSlowness * budget.Limit / (2 * Math.Log(2) * Gain * Gain * spare));
        trim = Math.Clamp(trim + (error / frames), -TrimLimit, TrimLimit);
    }

    /// <summary>Sets the price that the frame would have if nothing narrowed the bucket.</summary>
    public void Widen(FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        policy.Price = Price(RefillPerFrame - policy.CheapestFrame, Error(budget));
    }

    // -1 empty, 1 full
    private static double Error(FlopsBudget budget) => (2.0 * budget.Available / budget.Limit) - 1;

    private double Price(double spare, double error) => spare <= 0
        ? curve.HighestPrice
        : Math.Max(curve.LowestUsefulPrice, curve.PriceFor(policy.CheapestFrame + (spare * Math.Pow(2, (Gain * error) + trim))));
}
