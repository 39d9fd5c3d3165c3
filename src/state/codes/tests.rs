//! Two phones in memory: one shows codes, the other looks at them.

use std::rc::Rc;
use std::time::Duration;

use any_spawner::Executor;
use lanyard_core::codes::CodeSender;
use lanyard_core::share::SharedAgenda;
use leptos::prelude::*;

use super::*;
use crate::platform::Platform;
