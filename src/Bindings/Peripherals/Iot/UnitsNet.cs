namespace UnitsNet;

/// <summary>A voltage, as Iot.Device hands it out.</summary>
public readonly struct ElectricPotential
{
    private ElectricPotential(double volts)
    {
        Volts = volts;
    }

    public double Volts { get; }

    internal static ElectricPotential FromVolts(double volts) => new(volts);
}

/// <summary>A current.</summary>
public readonly struct ElectricCurrent
{
    private ElectricCurrent(double amperes)
    {
        Amperes = amperes;
    }

    public double Amperes { get; }

    internal static ElectricCurrent FromAmperes(double amperes) => new(amperes);
}

/// <summary>A power.</summary>
public readonly struct Power
{
    private Power(double watts)
    {
        Watts = watts;
    }

    public double Watts { get; }

    internal static Power FromWatts(double watts) => new(watts);
}
