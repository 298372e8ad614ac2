using System.Globalization;
using System.IO.Ports;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using OpenCvSharp;

namespace SdCom.Edge.Runtime.Tests.Bindings;

/// <summary>
/// Everything public in our OpenCvSharp stands, with the same types, parameter names and defaults, in the list of the official
/// binding's signatures (shared/api/opencvsharp.md), so that code written against ours compiles against the official package.
/// For serial ports, pins, I2C and the INA219 the list is peripherals-api.md beside this file, written from the official documentation.
/// </summary>
public class ApiConformanceTests
{
    // The list names these types only where they are used.
    private static readonly string[] MentionedOnly = ["InputOutputArray", "ErrorCode", "CaptureType"];

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["Double"] = "double",
        ["Boolean"] = "bool",
        ["String"] = "string",
        ["Byte"] = "byte",
        ["Void"] = "void",
    };

    public static TheoryData<Type> PublicTypes => [.. typeof(Mat).Assembly.GetExportedTypes()];

    public static TheoryData<Type> PeripheralTypes => [.. typeof(SerialPort).Assembly.GetExportedTypes()];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Every_public_member_is_in_the_official_binding(Type type) => Compare(type, File.ReadAllText(SharedData.Require("api/opencvsharp.md")));

    [Theory]
    [MemberData(nameof(PeripheralTypes))]
    public void Every_public_member_of_the_peripherals_is_in_the_official_packages(Type type) =>
        Compare(type, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bindings", "peripherals-api.md")));

    private static void Compare(Type type, string text)
    {
        Match section = Regex.Match(text, $@"^### {type.Name} — .*?(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        if (!section.Success)
        {
            Assert.Contains(type.Name, MentionedOnly);
            Assert.Contains(type.Name, text, StringComparison.Ordinal);
            return;
        }

        string[] unknown = type.IsEnum
            ? [.. UnknownValues(type, section.Value)]
            : [.. Members(type).Except(section.Value.Split('\n').Select(Signature))];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
    }

    private static IEnumerable<string> UnknownValues(Type type, string section)
    {
        HashSet<string> official = [.. Regex.Matches(section, @"\w+=-?\d+").Select(m => m.Value)];
        foreach (string name in Enum.GetNames(type))
        {
            string value = $"{name}={Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            if (!official.Contains(value))
                yield return value;
        }
    }

    // "- `static Mat FromX(int rows)`  [not in 4.6]" -> "Mat FromX(int rows)"
    private static string Signature(string line) =>
        Regex.Replace(Regex.Match(line, "`(.*)`").Groups[1].Value, "(?<=^|field )(static|virtual|abstract) ", "");

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (MemberInfo member in type.GetMembers(own))
        {
            string? signature = member switch
            {
                { } m when m.GetCustomAttribute<CompilerGeneratedAttribute>() is not null => null,
                ConstructorInfo c => $"ctor({Parameters(c)})",
                FieldInfo f => $"field {Name(f.FieldType)} {f.Name}{(f.IsLiteral ? $" = {f.GetRawConstantValue()}" : "")}",
                PropertyInfo p => Property(p),
                MethodInfo m => Method(m),
                _ => null,
            };
            if (signature is not null)
                yield return signature;
        }
    }

    private static string? Property(PropertyInfo p)
    {
        if (p.GetMethod!.GetBaseDefinition() != p.GetMethod)
            return null;
        ParameterInfo[] index = p.GetIndexParameters();
        string name = index.Length == 0 ? p.Name : $"Item[{string.Join(", ", index.Select(Parameter))}]";
        return $"prop {Name(p.PropertyType)} {name} {{ get; {(p.SetMethod is { IsPublic: true } ? "set; " : "")}}}";
    }

    private static string? Method(MethodInfo m)
    {
        bool isOperator = m.Name.StartsWith("op_", StringComparison.Ordinal);
        bool left = m.Name is "Dispose" or "Equals" || m.GetBaseDefinition() != m || (m.IsSpecialName && !isOperator);
        return left ? null : $"{Name(m.ReturnType)} {m.Name}{TypeParameters(m)}({Parameters(m)})";
    }

    private static string TypeParameters(MethodInfo m) =>
        m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(t => t.Name))}>" : "";

    private static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        string modifier = p.IsOut ? "out " : p.GetCustomAttribute<ParamArrayAttribute>() is not null ? "params " : "";
        return $"{modifier}{Name(p.IsOut ? p.ParameterType.GetElementType()! : p.ParameterType)} {p.Name}{Default(p)}";
    }

    private static string Default(ParameterInfo p)
    {
        if (!p.HasDefaultValue)
            return "";
        string value = p.DefaultValue switch
        {
            null => "null",
            string s => $"\"{s}\"",
            bool b => b ? "true" : "false",
            { } v when p.ParameterType.IsEnum => $"{p.ParameterType.Name}.{Enum.ToObject(p.ParameterType, v)}",
            { } v => Convert.ToString(v, CultureInfo.InvariantCulture)!,
        };
        return $" = {value}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (type.IsPointer)
            return $"{Name(type.GetElementType()!)}*";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return $"{Name(inner)}?";
        if (type.IsGenericType)
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        return Keywords.GetValueOrDefault(type.Name, type.Name);
    }
}
