namespace TorchSharp.Utils;

/// <summary>Gives a field of a module another name in the module's state than the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
