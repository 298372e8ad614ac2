namespace UnitsNet;

/// <summary>A voltage, as Iot.Device hands it out.</summary>
public readonly struct ElectricPotential
{
    private ElectricPotential(double volts)
    {
        Volts = volts;
    }

    public double Volts { get; }

    public static ElectricPotential FromVolts(double volts) => new(volts);
}

/// <summary>A current.</summary>
public readonly struct ElectricCurrent
{
    private ElectricCurrent(double amperes)
    {
        Amperes = amperes;
    }

    public double Amperes { get; }

    public static ElectricCurrent FromAmperes(double amperes) => new(amperes);
}

/// <summary>A power.</summary>
public readonly struct Power
{
    private Power(double watts)
    {
        Watts = watts;
    }

    public double Watts { get; }

    public static Power FromWatts(double watts) => new(watts);
}
