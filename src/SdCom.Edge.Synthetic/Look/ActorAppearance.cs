using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>What covers the head.</summary>
public enum Headwear
{
    None,
    Cap,
    Helmet,
    Beanie,
}

/// <summary>How the actor is built and dressed and where they stand. Lengths are shares of the body height unless said otherwise.</summary>
public sealed record ActorAppearance
{
    /// <summary>Body height as a share of the picture height (of 1.15 times the width when that is smaller).</summary>
    public required double Height { get; init; }

    /// <summary>Middle of the body, from the middle of the picture, as a share of its shorter side.</summary>
    public required double CentreX { get; init; }

    public required double CentreY { get; init; }

    /// <summary>Tilt of the whole figure in degrees, and how steeply the camera looks down on it.</summary>
    public required double Lean { get; init; }

    public required double CameraPitch { get; init; }

    /// <summary>Thickness of limbs and trunk against the average.</summary>
    public required double Build { get; init; }

    /// <summary>Half the distance between the shoulder joints.</summary>
    public required double Shoulders { get; init; }

    /// <summary>Length of arms and of legs against the average.</summary>
    public required double Arms { get; init; }

    public required double Legs { get; init; }

    public required Rgb Skin { get; init; }

    public required Rgb Hair { get; init; }

    public required Rgb Shirt { get; init; }

    /// <summary>The sleeves: mostly the shirt's colour.</summary>
    public required Rgb Sleeves { get; init; }

    public required Rgb Trousers { get; init; }

    public required Rgb Shoes { get; init; }

    public required Headwear Headwear { get; init; }

    public required Rgb HeadwearColour { get; init; }

    /// <summary>Gloves, a high-visibility vest and a badge, or null for none.</summary>
    public required Rgb? Gloves { get; init; }

    public required Rgb? Vest { get; init; }

    public required Rgb? Badge { get; init; }

    public required bool ShortSleeves { get; init; }

    public required bool Shorts { get; init; }

    public required bool Glasses { get; init; }

    /// <summary>Brightness of every second stripe of the shirt; 1 for a plain one.</summary>
    public required double Stripes { get; init; }

    /// <summary>Draws a person whose arms stand out against <paramref name="behind"/>, the colour of the background around them.</summary>
    internal static ActorAppearance Draw(Seeded random, Rgb behind)
    {
        ActorAppearance best = Draw(random);
        for (int attempt = 0; attempt < 12 && best.Contrast(behind) < 75; attempt++)
        {
            ActorAppearance other = Draw(random);
            if (other.Contrast(behind) > best.Contrast(behind)) best = other;
        }

        return best;
    }

    /// <summary>How far the weaker of sleeve and forearm is from a colour.</summary>
    private float Contrast(Rgb behind) => MathF.Min(Sleeves.Distance(behind), ShortSleeves ? Skin.Distance(behind) : float.MaxValue);

    private static ActorAppearance Draw(Seeded random)
    {
        double tone = random.Next();
        Rgb shirt = Cloth(random);
        return new ActorAppearance
        {
            Height = random.Between(0.53, 0.9),
            CentreX = 0.18 * random.Bell(),
            CentreY = 0.02 + 0.09 * random.Bell(),
            Lean = 11 * random.Bell(),
            CameraPitch = random.Between(0, 14),
            Build = random.Between(0.82, 1.25),
            Shoulders = random.Between(0.088, 0.116),
            Arms = random.Between(0.92, 1.1),
            Legs = random.Between(0.93, 1.06),
            Skin = new Rgb(242, 200, 165).Toward(new Rgb(92, 52, 32), tone) * random.Between(0.9, 1.05),
            Hair = new Rgb(20, 16, 14).Toward(new Rgb(170, 120, 60), random.Next() * random.Next()),
            Shirt = shirt,
            Sleeves = random.Chance(0.7) ? shirt : Cloth(random),
            Trousers = Cloth(random),
            Shoes = Cloth(random) * 0.6,
            Headwear = (Headwear)random.Below(4),
            HeadwearColour = Cloth(random),
            Gloves = random.Chance(0.25) ? Cloth(random) : null,
            Vest = random.Chance(0.3) ? Bright(random) : null,
            Badge = random.Chance(0.35) ? Cloth(random) : null,
            ShortSleeves = random.Chance(0.35),
            Shorts = random.Chance(0.25),
            Glasses = random.Chance(0.4),
            Stripes = random.Chance(0.3) ? random.Between(0.75, 0.9) : 1,
        };
    }

    private static Rgb Cloth(Seeded random) => random.Below(5) switch
    {
        0 or 4 => Rgb.FromHsv(random.Next(), random.Between(0.7, 1), random.Between(0.5, 1)),
        1 => Rgb.FromHsv(random.Next(), random.Between(0.2, 0.6), random.Between(0.35, 0.85)),
        2 => Rgb.FromHsv(random.Next(), random.Between(0, 0.5), random.Between(0.1, 0.3)),
        _ => Rgb.FromHsv(random.Next(), random.Between(0, 0.12), random.Between(0.3, 1)),
    };

    /// <summary>Signal yellow, green or orange.</summary>
    private static Rgb Bright(Seeded random) => Rgb.FromHsv(random.Chance(0.5) ? random.Between(0.16, 0.22) : random.Between(0.04, 0.08), 0.95, 1);
}
