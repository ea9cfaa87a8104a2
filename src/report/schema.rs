//! The door's types, written down for TypeScript.

use std::{env, fs};

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::Value;

use super::Report;
use crate::reading::Input;

#[test]
fn report_schema_is_current() {
    let settings = SchemaSettings::draft07().for_serialize().with_transform(RecursiveTransform(absent_is_not_null));
    compare::<Report>("report", settings);
}

#[test]
fn input_schema_is_current() {
    compare::<Input>("input", SchemaSettings::draft07().for_deserialize());
}

/// Compares with the schema kept in `www/types`; writes it there instead when `UPDATE_TYPES` is set.
fn compare<T: JsonSchema>(name: &str, settings: SchemaSettings) {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = format!("www/types/{name}.schema.json");
    if env::var_os("UPDATE_TYPES").is_some() {
        fs::write(&path, schema).unwrap();
    } else {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == schema, "{path} is stale: `npm run types` renews it");
    }
}

/// A field the report may leave out is left out when it has no value, and never written as null.
fn absent_is_not_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let required = object.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|other| other == name));
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, property) in properties.iter_mut().filter(|(name, _)| !is_required(name)) {
        for choice in ["type", "anyOf"] {
            if let Some(choices) = property.get_mut(choice).and_then(Value::as_array_mut) {
                choices.retain(|choice| choice != "null" && choice["type"] != "null");
            }
        }
    }
}
