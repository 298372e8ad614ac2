using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Bindings;

/// <summary>
/// What is public in our TorchSharp stands, with the same types, parameter names and defaults, in the list of the official binding's
/// signatures (shared/api/torchsharp.md), so that code written against ours compiles against the official package.
/// </summary>
public class ApiConformanceTests
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["Int16"] = "short",
        ["SByte"] = "sbyte",
        ["Byte"] = "byte",
        ["UInt64"] = "ulong",
        ["Single"] = "float",
        ["Double"] = "double",
        ["Boolean"] = "bool",
        ["String"] = "string",
        ["Object"] = "object",
        ["Void"] = "void",
    };

    private static readonly Dictionary<string, string> Titles = new()
    {
        ["torch"] = "static torch (factories and free functions)",
        ["torch.nn"] = "static torch.nn (module factories)",
        ["nn.functional"] = "nn.functional",
        ["torch.Tensor"] = "torch.Tensor (class, IDisposable)",
    };

    public static TheoryData<Type> PublicTypes => [.. typeof(torch).Assembly.GetExportedTypes().Where(t => t.Namespace!.StartsWith("TorchSharp", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Every_public_member_is_in_the_official_binding(Type type)
    {
        string text = File.ReadAllText(Golden.Require("api/torchsharp.md"));
        string? section = Section(text, type);
        if (section is null)
        {
            // Small layers are listed by the factory that makes them, the attribute in the text above the list.
            Assert.True(text.Contains($"`{type.Name} {type.Name}(", StringComparison.Ordinal) || text.Contains(type.Name.Replace("Attribute", "(Name=", StringComparison.Ordinal), StringComparison.Ordinal),
                $"{type.Name} is in no list");
            return;
        }

        HashSet<string> official = [.. section.Split('\n').Select(Signature)];
        string[] unknown = type.IsEnum
            ? [.. UnknownValues(type, section)]
            : [.. Members(type).Where(m => !official.Contains(m) && !official.Contains(OutsideTheList.Family(m)) && !OutsideTheList.Members.Contains(m))];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
    }

    private static string? Section(string text, Type type)
    {
        string name = Titled(type);
        foreach (string title in new[] { Titles.GetValueOrDefault(name, name), name, "torch." + name, Plain(name) })
        {
            Match section = Regex.Match(text, $@"^### {Regex.Escape(title)}(?= —).*?(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
            if (section.Success)
                return section.Value;
        }
        return null;
    }

    private static string Plain(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Titled(Type type)
    {
        string name = Name(type);
        if (type.Namespace == "TorchSharp.Modules")
            return name;
        return type.DeclaringType is { } outer && outer != typeof(torch) || type.DeclaringType == typeof(torch) && char.IsLower(name[0])
            ? $"{Name(type.DeclaringType!)}.{name}"
            : type == typeof(torch.Tensor) ? "torch.Tensor" : name;
    }

    private static IEnumerable<string> UnknownValues(Type type, string section)
    {
        HashSet<string> official = [.. Regex.Matches(section, @"\w+=-?\d+").Select(m => m.Value)];
        return official.Count == 0
            ? []
            : Enum.GetNames(type).Select(n => $"{n}={Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}").Except(official);
    }

    // "- `static Tensor f(…F)`  [not in 0.99.6]" -> "Tensor f(ScalarType? dtype = null, ...)"
    private static string Signature(string line)
    {
        string written = Regex.Match(line, "`(.*)`").Groups[1].Value
            .Replace("…F", "ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null", StringComparison.Ordinal)
            .Replace("…M)", "Device device = null, ScalarType? dtype = null)", StringComparison.Ordinal);
        string bare = Regex.Replace(written, "^(field |prop |protected )?((static|virtual|abstract) )*", "$1");
        return Shorten(bare.StartsWith("prop ", StringComparison.Ordinal) ? bare.Replace(" set; ", " ", StringComparison.Ordinal) : bare);
    }

    // Nested names are written with or without the class around them, tuples in two ways.
    private static string Shorten(string signature)
    {
        string plain = Regex.Replace(signature, @"\b(torch|nn|optim|init|GELU)\.(?=[A-Z])", "");
        return Regex.Replace(plain, @"ValueTuple<([^<>]*)>", "($1)");
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMembers(own).Where(m => m.GetCustomAttribute<CompilerGeneratedAttribute>() is null).Select(Written).OfType<string>().Select(Shorten).Distinct();
    }

    private static string? Written(MemberInfo member) => member switch
    {
        ConstructorInfo { IsPublic: true } c when !c.DeclaringType!.IsAbstract => $"ctor({Parameters(c)})",
        FieldInfo { IsPublic: true } f => $"field {Name(f.FieldType)} {f.Name}",
        PropertyInfo { GetMethod.IsPublic: true } p => Property(p),
        MethodInfo { IsPublic: true } m => Method(m),
        _ => null,
    };

    private static string? Property(PropertyInfo p)
    {
        if (p.GetMethod!.GetBaseDefinition() != p.GetMethod)
            return null;
        ParameterInfo[] index = p.GetIndexParameters();
        string name = index.Length == 0 ? p.Name : $"{Indexer(p.DeclaringType!)}[{string.Join(", ", index.Select(Parameter))}]";
        return $"prop {Name(p.PropertyType)} {name} {{ get; }}"; // ours may lack the setter
    }

    private static string Indexer(Type type) =>
        type == typeof(torch.Tensor) ? "this" : type == typeof(TorchSharp.Modules.Sequential) ? "SequentialItems" : "Item";

    private static string? Method(MethodInfo m)
    {
        bool left = m.Name is "Equals" or "GetHashCode" or "ToString" or "GetEnumerator" or "Dispose" || m.GetBaseDefinition() != m || m.IsSpecialName && !m.Name.StartsWith("op_", StringComparison.Ordinal);
        return left ? null : $"{Name(m.ReturnType)} {m.Name}{TypeParameters(m)}({Parameters(m)})";
    }

    private static string TypeParameters(MethodInfo m) =>
        m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(t => t.Name))}>" : "";

    private static string Parameters(MethodBase m)
    {
        string extension = m.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", m.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo p)
    {
        string modifier = p.GetCustomAttribute<ParamArrayAttribute>() is not null ? "params " : "";
        return $"{modifier}{Name(p.ParameterType)} {p.Name}{Default(p)}";
    }

    private static string Default(ParameterInfo p)
    {
        if (!p.HasDefaultValue)
            return "";
        Type plain = Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType;
        string value = p.DefaultValue switch
        {
            null => p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null ? "default" : "null",
            bool b => b ? "true" : "false",
            float f => f.ToString(CultureInfo.InvariantCulture) + "f",
            { } v when plain.IsEnum => $"{plain.Name}.{Enum.ToObject(plain, v)}",
            { } v => Convert.ToString(v, CultureInfo.InvariantCulture)!,
        };
        return $" = {value}";
    }

    private static string Name(Type type)
    {
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return $"{Name(inner)}?";
        if (type.IsNested && type.Namespace == "TorchSharp.Modules" && !type.IsGenericParameter)
            return $"{type.DeclaringType!.Name}.{type.Name}";
        if (!type.IsGenericType)
            return Keywords.GetValueOrDefault(type.Name, type.Name);
        string arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) ? $"({arguments})" : $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
